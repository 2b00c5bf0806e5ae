import { connection } from "@prismatic-io/spectral";

/** How an integration signs in to Acme ERP. */
export const apiKeyConnection = connection({
  key: "apiKey",
  display: {
    label: "API key",
    description: "Signs in with an API key of an Acme ERP account",
    icons: { avatarPath: "icon.png" },
  },
  inputs: {
    baseUrl: {
      label: "Base URL",
      type: "string",
      required: true,
      shown: true,
      default: "https://api.erp.acme.example",
      comments: "The address of the account's API.",
    },
    apiKey: {
      label: "API key",
      type: "password",
      required: true,
      shown: true,
      comments: "Made in Acme ERP under Settings, API keys.",
    },
  },
});
