import { join } from "node:path";
import { copyDocuments } from "./content.mjs";
import { brokenLinks, siteLinks } from "./links.mjs";
import { parts, placeOf, root, titleOf } from "./pages.mjs";

const content = join(root, "site/content");
copyDocuments(content);

const inSite = (/** @type {string} */ file) => ({ text: titleOf(file), link: `/${placeOf(file)}` });

/** The first page of a part, for the bar at the top. */
const first = (/** @type {string} */ title) => {
  const file = parts.find((part) => part.title === title)?.files[0];
  return file === undefined ? [] : [{ text: title, link: `/${placeOf(file)}` }];
};

/** Settings of VitePress: the documents of the repository as they are, with a search that runs in the browser. */
export const config = {
  title: "pulumi-prismatic",
  description: "Connections of Prismatic tenants as code",
  lang: "en",
  srcDir: content,
  outDir: join(root, "site/dist"),
  markdown: { config: siteLinks },
  themeConfig: {
    search: { provider: "local" },
    nav: ["Guides", "Subjects", "Reference", "Examples"].flatMap(first),
    sidebar: [
      inSite("README.md"),
      ...parts.map(({ title, files: items }) => ({
        text: title,
        collapsed: title !== "Guides" && title !== "Reference",
        items: items.map(inSite),
      })),
    ],
    outline: [2, 3],
  },
  buildEnd(/** @type {{ outDir: string }} */ { outDir }) {
    const broken = brokenLinks(outDir);
    if (broken.length > 0) throw new Error(`The site is not whole:\n${broken.join("\n")}`);
  },
};
