// @ts-check
import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";
import { forbiddenParts, otherEntries, providerParts } from "./tools/lint/arrows.mjs";
import { outsideNames } from "./tools/lint/outsideNames.mjs";

/** Rules against imports that are no arrow in `tools/lint/arrows.mjs`. */
/** @returns {import("eslint").Linter.RulesRecord} */
const forbid = (/** @type {string[]} */ names) => ({
  "no-restricted-imports": [
    "error",
    { patterns: [{ group: names, message: "Not an allowed direction of imports." }] },
  ],
});

/** Imports that no part of the provider may have. */
const outsideProvider = [
  ...["prismatic-emulator", "**/emulator/**", "prismatic-rollout", "**/rollout/**"],
  ...["pulumi-prismatic-policies", "**/policies/**", "@pulumi/policy"],
];

const exportByName = { selector: "ExportDefaultDeclaration", message: "Export by name." };

const lengthOfAny = {
  selector:
    "CallExpression[callee.property.name=/^(min|max|length|nonempty)$/] > .callee " +
    "MemberExpression[object.name='z'][property.name=/^(string|array|map|set)$/]",
  message: "zod compares the length of any value, and throws where it is no number: use refine.",
};

export default defineConfig(
  globalIgnores(["**/dist/", "**/node_modules/", "**/*.generated.ts", ".demo/", ".engine/"]),
  js.configs.recommended,
  tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
      globals: {
        console: "readonly",
        process: "readonly",
        URL: "readonly",
        fetch: "readonly",
        Buffer: "readonly",
        setTimeout: "readonly",
      },
    },
    rules: {
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "no-restricted-syntax": ["error", exportByName],
    },
  },
  {
    files: ["eslint.config.mjs", "**/*.config.ts", "tools/codegen.ts"],
    rules: { "no-restricted-syntax": "off" },
  },
  {
    files: ["{provider,policies,rollout}/src/**"],
    ignores: ["**/*.test.ts"],
    rules: { "no-restricted-syntax": ["error", exportByName, lengthOfAny] },
  },
  {
    // A resource's fields are declared by interface merge: the engine sets them, the class must not.
    files: ["provider/src/resources/*/class.ts"],
    rules: {
      "@typescript-eslint/no-unsafe-declaration-merging": "off",
      "@typescript-eslint/no-empty-object-type": ["error", { allowInterfaces: "with-single-extends" }],
    },
  },
  {
    // It needs a newer version of Prismatic's library than the rest has.
    files: ["examples/acme-orders-integration/**"],
    languageOptions: {
      parserOptions: { projectService: false, project: "tools/checks/tsconfig.code-native-example.json" },
    },
  },
  {
    files: ["{provider,policies,emulator,rollout}/src/**"],
    // The emulator's tables are asked only for names that Prismatic's schema has.
    ignores: [
      "**/*.test.ts",
      "emulator/src/graph/**",
      "emulator/src/permissions.ts",
      "provider/src/testing/**",
    ],
    plugins: { ours: { rules: { "outside-names": outsideNames } } },
    rules: { "ours/outside-names": "error" },
  },
  { files: ["emulator/**"], rules: forbid(["pulumi-prismatic", "pulumi-prismatic/*", "**/provider/**"]) },
  { files: ["provider/src/**"], ignores: ["**/*.test.ts"], rules: forbid(outsideProvider) },
  // Of two rules for one file, the later one counts.
  ...Object.entries(providerParts).map(([part, { sdk }]) => ({
    files: [`provider/src/${part}/**`],
    ignores: ["**/*.test.ts"],
    rules: forbid([...outsideProvider, ...forbiddenParts(part), ...(sdk ? [] : ["@pulumi/*"])]),
  })),
  {
    files: ["rollout/src/**"],
    ignores: ["**/*.test.ts", "rollout/src/testing/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              group: [
                ...["prismatic-emulator", "**/emulator/**"],
                ...["pulumi-prismatic-policies", "**/policies/src/**"],
              ],
              message: "Not an allowed direction of imports.",
            },
            { regex: otherEntries("rollout"), message: "Not an entry that tools/lint/arrows.mjs allows." },
          ],
        },
      ],
    },
  },
  {
    files: ["policies/src/**"],
    ignores: ["**/*.test.ts"],
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              group: ["prismatic-emulator", "**/emulator/**"],
              message: "Not an allowed direction of imports.",
            },
            {
              regex: otherEntries("policies"),
              message: "Types only, but for the entries in tools/lint/arrows.mjs.",
              allowTypeImports: true,
            },
          ],
        },
      ],
    },
  },
  {
    // `npm test -- --quick` runs these without an engine.
    files: ["test/*.test.ts", "test/abuse/*.test.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            { group: ["**/support/pulumi.ts", "**/support/policies.ts"], message: "Belongs in test/engine." },
          ],
        },
      ],
    },
  },
);
