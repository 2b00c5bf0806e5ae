import { notImplemented, recordNotFound } from "../errors.ts";
import type { ApiRequest, View } from "../request.ts";
import { futureAddress } from "../uploads.ts";

interface MediaArguments {
  objectId: string;
  fileName: string;
  mediaType: string;
}

/** Where to upload a picture; `updateIntegration` then makes it the integration's. */
export const mediaQueries = {
  uploadMedia: ({ objectId, fileName, mediaType }: MediaArguments, { stack, tenant }: ApiRequest): View => {
    if (mediaType !== "AVATAR") throw notImplemented(`media of the type ${mediaType}`);
    if (!tenant.integrations.get(objectId)) throw recordNotFound();
    if (!fileName.toLowerCase().endsWith(".png")) {
      return { uploadUrl: null, objectUrl: null, contentType: null, error: "Only PNG files are taken." };
    }
    const target = { kind: "avatar" as const, ownerId: objectId };
    return {
      uploadUrl: stack.url + stack.uploads.sign({ ...target, tenantId: tenant.id }),
      objectUrl: futureAddress(tenant, target),
      contentType: "image/png",
      error: null,
    };
  },
};
