// @ts-check
import { packages, providerParts } from "./arrows.mjs";

/** The picture of the architecture in Mermaid: each arrow is an allowed direction of imports. */
export function architecturePicture() {
  const others = Object.entries(packages).filter(([folder]) => folder !== "provider");
  const lines = [
    "flowchart TD",
    ...others.map(([folder, { name, keeps }]) => `  ${folder}["<b>${name}</b><br/>${keeps}"]`),
    `  subgraph provider ["${packages["provider"]?.name}"]`,
    ...Object.entries(providerParts).map(
      ([part, { keeps }]) => `    ${part}["<b>${part}/</b><br/>${keeps}"]`,
    ),
    ...Object.entries(providerParts).flatMap(([part, { mayImport }]) =>
      mayImport.map((other) => `    ${part} --> ${other}`),
    ),
    "  end",
    ...others
      .filter(([, { entries }]) => entries.length > 0)
      .map(([folder, { entries }]) => `  ${folder} -->|"${entries.join("<br/>")}"| provider`),
  ];
  return `${lines.join("\n")}\n`;
}
