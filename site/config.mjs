import { join } from "node:path";
import { copyDocuments } from "./content.mjs";
import { anchorOf, brokenLinks, siteLinks } from "./links.mjs";
import { parts, placeOf, root, titleOf } from "./pages.mjs";

const content = join(root, "site/content");
copyDocuments(content);

const group = (/** @type {{ title: string, files: string[] }} */ { title, files }) => ({
  text: title,
  items: files.map((file) => ({ text: titleOf(file), link: `/${placeOf(file)}` })),
});

/** The first page of a part, for the bar at the top. */
const first = (/** @type {string} */ title) => {
  const file = parts.find((part) => part.title === title)?.files[0];
  return file === undefined ? [] : [{ text: title, link: `/${placeOf(file)}` }];
};

/**
 * Corrections of the theme's search for screen readers: a dialog with a list of links, where the theme calls it a button that
 * holds a list of choices that hold links.
 * @type {[before: RegExp, after: string][]}
 */
const SEARCH = [
  [/role="button"\s+:aria-owns="[^"]*"\s+aria-expanded="true"\s+aria-haspopup="listbox"/, 'role="dialog"'],
  [/:aria-activedescendant="[^"]*"\s+aria-autocomplete="both"/, ""],
  [/:role="results\?\.length \? 'listbox' : undefined"/, ""],
  [/:aria-selected="[^"]*"\s+role="option"/, ""],
  [/:aria-label="\[\.\.\.p\.titles, p\.title\]\.join\(' > '\)"/, ""],
  [/<kbd :aria-label/g, '<kbd role="img" :aria-label'],
];

const searchAsDialog = {
  name: "search-as-dialog",
  enforce: /** @type {const} */ ("pre"),
  transform(/** @type {string} */ code, /** @type {string} */ id) {
    if (!id.endsWith("/VPLocalSearchBox.vue")) return null;
    return SEARCH.reduce((text, [before, after]) => {
      if (text.search(before) < 0) throw new Error(`VitePress has another search box, without ${before}.`);
      return text.replace(before, after);
    }, code);
  },
};

/** Settings of VitePress: the documents of the repository as they are, with a search that runs in the browser. */
export const config = {
  title: "pulumi-prismatic",
  description: "Connections of Prismatic tenants as code",
  lang: "en",
  srcDir: content,
  outDir: join(root, "site/dist"),
  markdown: {
    config: siteLinks,
    anchor: { slugify: anchorOf },
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
  },
  vite: { plugins: [searchAsDialog] },
  themeConfig: {
    search: { provider: "local" },
    nav: ["Guides", "Subjects", "Reference", "Examples"].flatMap(first),
    // Each side bar lists all that it has: a part that folds has two buttons in one, which screen readers cannot tell apart.
    sidebar: {
      "/reference/": parts.filter(({ title }) => title === "Reference").map(group),
      "/": [
        { items: [{ text: "Overview", link: "/" }] },
        ...parts.filter(({ title }) => title !== "Reference").map(group),
      ],
    },
    outline: [2, 3],
  },
  buildEnd(/** @type {{ outDir: string }} */ { outDir }) {
    const broken = brokenLinks(outDir);
    if (broken.length > 0) throw new Error(`The site is not whole:\n${broken.join("\n")}`);
  },
};
