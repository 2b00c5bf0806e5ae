import { checkSurface } from "./checks/surface.mjs";

const changed = checkSurface({ write: true });
console.log(changed.length === 0 ? "The reports were current." : `Written anew: ${changed.join(", ")}`);
