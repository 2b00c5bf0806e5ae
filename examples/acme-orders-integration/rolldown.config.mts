import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { defineConfig } from "rolldown";

/** `dist/` is what is imported: the integration as one CommonJS file, and its icon beside it. */
const config = defineConfig({
  input: "src/index.mts",
  platform: "node",
  output: {
    dir: "dist",
    format: "cjs",
    exports: "named",
    entryFileNames: "index.js",
    cleanDir: true,
    minify: true,
  },
  plugins: [
    {
      name: "copy-icon",
      writeBundle: ({ dir = "dist" }) => copyFile("icon.png", join(dir, "icon.png")),
    },
  ],
});

export { config as default };
