// @ts-check
import { packages, providerParts } from "./arrows.mjs";

/**
 * The picture of the architecture in Mermaid: each arrow is an allowed direction of imports. Its labels are plain text,
 * because GitHub does not always render those with tags.
 */
export function architecturePicture() {
  const others = Object.entries(packages).filter(([folder]) => folder !== "provider");
  const lines = [
    "flowchart TD",
    ...others.map(([folder, { name, keeps }]) => `  ${folder}["${name}: ${keeps}"]`),
    `  subgraph provider ["${packages["provider"]?.name}: ${packages["provider"]?.keeps}"]`,
    ...Object.entries(providerParts).map(([part, { keeps }]) => `    ${part}["${part}/: ${keeps}"]`),
    ...Object.entries(providerParts).flatMap(([part, { mayImport }]) =>
      mayImport.map((other) => `    ${part} --> ${other}`),
    ),
    "  end",
    ...others
      .filter(([, { entries }]) => entries.length > 0)
      .map(([folder, { entries }]) => `  ${folder} -->|"${entries.join(", ")}"| provider`),
  ];
  return `${lines.join("\n")}\n`;
}
