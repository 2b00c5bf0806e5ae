/** The page's style sheet: system fonts, colors with names of what they say, one rule for each part. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fdfdfc; --raised: #f4f4f1; --line: #d9d9d3; --ink: #1d1f21; --quiet: #595d63; --link: #0b57a4;
  --bad: #a3201c; --bad-paper: #fbeceb; --risk: #8a4b00; --risk-paper: #fcf1e1;
  --change: #0b57a4; --change-paper: #e9f1fa; --calm: #276738; --calm-paper: #eaf4ec;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #16181a; --raised: #1f2225; --line: #3a3f44; --ink: #e6e7e8; --quiet: #a7adb4; --link: #8abdf5;
    --bad: #ff9c94; --bad-paper: #3a1d1c; --risk: #f3b866; --risk-paper: #35270f;
    --change: #8abdf5; --change-paper: #172a3f; --calm: #8fd3a0; --calm-paper: #17301d;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body {
  margin: 0 auto; padding: 1.5rem clamp(1rem, 4vw, 3rem) 4rem; max-width: 82rem;
  background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: break-word;
}
h1, h2, h3, h4 { line-height: 1.25; margin: 0; font-weight: 600; overflow-wrap: anywhere; }
h1 { font-size: 1.05rem; font-weight: 500; color: var(--quiet); }
h2 { font-size: 1.25rem; margin: 2.75rem 0 .75rem; padding-top: .75rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.25rem 0 .4rem; }
h4 { font-size: .9rem; margin: .75rem 0 .25rem; }
p, ul, ol, dl, pre { margin: .4rem 0; }
ul { padding-left: 1.2rem; }
li { margin: .2rem 0; }
a { color: var(--link); }
code, pre, .name { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: .88em; }
code, .name { overflow-wrap: anywhere; }
pre code { font-size: inherit; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px; }
.skip { position: absolute; left: -100vw; }
.skip:focus { position: static; }
.quiet { color: var(--quiet); }
[hidden] { display: none !important; }

.verdict { font-size: 1.7rem; line-height: 1.2; font-weight: 650; margin: .2rem 0 .9rem; max-width: 40em; text-wrap: balance; }
.verdict span { display: block; }
.verdict span + span { font-size: 1.05rem; font-weight: 500; line-height: 1.5; }
.origin { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .8rem 0; }
.origin dt { color: var(--quiet); }
.origin dd { margin: 0; overflow-wrap: anywhere; }
.command { display: flex; gap: .5rem; align-items: stretch; margin: .5rem 0 1rem; }
.command pre { flex: 1; margin: 0; padding: .6rem .8rem; background: var(--raised); border: 1px solid var(--line); border-radius: 4px; user-select: all; max-height: 7rem; overflow: auto; }
button { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 4px; cursor: pointer; padding: .35rem .8rem; }
button:hover { border-color: var(--quiet); }
.counters { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .5rem; padding: 0; margin: 0; list-style: none; }
.counters li { margin: 0; display: flex; }
.counters button { flex: 1; text-align: left; padding: .5rem .8rem; border-top-width: 3px; }
.counters b { display: block; font-size: 1.5rem; line-height: 1.2; font-weight: 600; }
.counters button[aria-pressed="true"] { background: var(--raised); outline: 2px solid var(--ink); outline-offset: -1px; }
.shown { min-height: 1.5em; margin: .5rem 0; }
nav ul { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; list-style: none; padding: 0; margin: 1rem 0 0; }

.badge { display: inline-block; padding: 0 .45em; border-radius: 3px; font: 600 .8rem/1.6 system-ui, sans-serif; white-space: nowrap; }
.failed, .delete, .mandatory { color: var(--bad); background: var(--bad-paper); }
.violation, .risky, .replace { color: var(--risk); background: var(--risk-paper); }
.changed, .update, .create, .advisory { color: var(--change); background: var(--change-paper); }
.unchanged, .nothing { color: var(--calm); background: var(--calm-paper); }
.counters .failed, .counters .violation, .counters .risky, .counters .changed, .counters .unchanged { background: var(--paper); color: var(--ink); }
.counters .failed { border-top-color: var(--bad); }
.counters .violation, .counters .risky { border-top-color: var(--risk); }
.counters .changed { border-top-color: var(--change); }
.counters .unchanged { border-top-color: var(--calm); }

.item { padding: .6rem 0 .7rem .9rem; border-left: 3px solid var(--line); margin: .7rem 0; }
.item.grave { border-left-color: var(--bad); }
.item.risk { border-left-color: var(--risk); }
.item h3, .item h4 { margin: 0 0 .25rem; }
.item pre.message { margin: .3rem 0; }
.group.deferred { content-visibility: auto; contain-intrinsic-size: auto 9rem; }
.group { padding: .9rem 0; border-top: 1px solid var(--line); }
.group:first-of-type { border-top: 0; }
.group h3 { margin: 0 0 .2rem; }
.facts { margin: .1rem 0; }
.diff { padding: .5rem .7rem; background: var(--raised); border-radius: 4px; margin: .5rem 0; }
.diff span { display: block; padding-left: 1.4em; text-indent: -1.4em; }
.diff .minus { color: var(--bad); }
.diff .plus { color: var(--calm); }
.diff .said { color: var(--risk); }
summary { cursor: pointer; width: max-content; max-width: 100%; }
.names { columns: 14rem; list-style: none; padding: 0; margin: .3rem 0; }
.names li { margin: 0; break-inside: avoid; }

.scroll { overflow-x: auto; margin: .5rem 0; }
table { border-collapse: collapse; font-size: .92rem; }
table.wide { width: 100%; }
caption { text-align: left; padding: .2rem 0 .5rem; color: var(--quiet); }
th, td { text-align: left; vertical-align: top; padding: .28rem .9rem .28rem 0; border-bottom: 1px solid var(--line); font-weight: 400; }
thead th { font-weight: 600; white-space: nowrap; }
tfoot th, tfoot td { font-weight: 600; border-bottom: 0; }
.number { text-align: right; }
td.number { white-space: nowrap; }
.tenants { font-size: .88rem; }
.tenants th, .tenants td { padding-right: .7rem; }
.tenants tbody th, .time { white-space: nowrap; }
.tenants tbody th.long { min-width: 18rem; white-space: normal; overflow-wrap: anywhere; }
.values td { min-width: 10rem; max-width: 30rem; overflow-wrap: anywhere; }
.waves ul { list-style: none; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: .3rem .9rem; }
.waves li { margin: 0; }
.matrix th, .matrix td { padding: .25rem .6rem; white-space: nowrap; border-bottom: 1px solid var(--line); }
.matrix tbody th, .matrix thead td { position: sticky; left: 0; background: var(--paper); padding-left: 0; border-right: 1px solid var(--line); }
.matrix tbody th { max-width: 22rem; white-space: normal; }
.matrix td.none { color: var(--quiet); }

@media (max-width: 40rem) {
  body { font-size: 14px; }
  .verdict { font-size: 1.35rem; }
  .origin { grid-template-columns: 1fr; gap: 0; }
  .origin dd { margin-bottom: .35rem; }
  .command { flex-direction: column; }
  .counters { grid-template-columns: 1fr; }
  .counters button { display: flex; gap: .6rem; align-items: baseline; padding: .25rem .8rem; }
  .counters b { font-size: 1.15rem; min-width: 2.5em; }
  .matrix tbody th { max-width: 9rem; }
}
@media print {
  :root {
    color-scheme: light;
    --paper: #fff; --raised: #f4f4f1; --line: #bbb; --ink: #000; --quiet: #444; --link: #000;
    --bad: #8c1a16; --bad-paper: #fff; --risk: #6f3c00; --risk-paper: #fff; --change: #0a4a8c; --change-paper: #fff; --calm: #1f5a2e; --calm-paper: #fff;
  }
  @page { margin: 15mm; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav, .skip, .command button, .shown { display: none; }
  .badge { border: 1px solid currentColor; }
  .group.deferred { content-visibility: visible; }
  .item, tr, .counters li { break-inside: avoid; }
  h2, h3, caption { break-after: avoid; }
  .scroll { overflow: visible; }
  .matrix { font-size: 7pt; }
  .matrix th, .matrix td { padding: 1pt 3pt; white-space: normal; }
  details::details-content { content-visibility: visible; display: block; }
  .command pre { max-height: none; }
}
`;
