import { UnreachableError } from "../../tenant/errors.ts";
import type { BegunVersion } from "../../tenant/publishing.ts";
import type { Upload } from "../../tenant/uploads.ts";
import type { Bundle } from "./bundle.ts";
import { describeIcon, type Icon } from "./inspect.ts";

/**
 * The icons of a begun version as uploads.
 *
 * @throws UnreachableError where Prismatic gave no address for one of them
 */
export function iconUploads(begun: BegunVersion, icons: readonly Icon[]): Upload[] {
  return icons.map(({ place, path, bytes }) => ({
    what: `the ${describeIcon(place)} ("${path}")`,
    url: iconUrl(begun, place),
    bytes,
    contentType: "image/png",
  }));
}

/** The package of a begun version as an upload. */
export function packageUpload({ packageUploadUrl: url }: BegunVersion, bundle: Bundle): Upload {
  const { bytes } = bundle.package;
  return {
    what: `the package (${Math.ceil(bytes.length / 1024)} kB)`,
    url,
    bytes,
    contentType: "application/zip",
  };
}

function iconUrl(begun: BegunVersion, place: Icon["place"]): string {
  const url = place.of === "component" ? begun.iconUploadUrl : connectionIconUrl(begun, place);
  if (url) return url;
  throw new UnreachableError(`Prismatic did not say where the ${describeIcon(place)} goes`, {
    outcomeUnknown: false,
  });
}

function connectionIconUrl(
  begun: BegunVersion,
  { key, size }: Exclude<Icon["place"], { of: "component" }>,
): string | null | undefined {
  const urls = size === "icon" ? begun.connectionIconUploadUrls : begun.connectionAvatarIconUploadUrls;
  return urls.find(({ connectionKey }) => connectionKey === key)?.iconUploadUrl;
}
