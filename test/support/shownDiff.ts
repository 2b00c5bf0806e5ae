/** The lines about one resource in the output of `--diff` that show a change, such as `~ name: "one" => "two"`. */
export function shownDiff(output: string, name: string): string[] {
  const [steps = ""] = output.split("\nResources:\n");
  const sections = steps.split(/\n(?= *[-+~ ]* ?[\w-]+:[\w:/-]+: \()/);
  const ours = sections.filter((section) => new RegExp(`::${name}\\]`).test(section));
  return ours.flatMap((section) =>
    section
      .split("\n")
      .slice(1)
      .filter((line) => /^ *[-+~] /.test(line))
      .map((line) => line.trim().replaceAll(/ +:/g, ":")),
  );
}
