import { providerConstant } from "../../dynamic/constant.ts";
import { refusePlainTokens } from "./plainTokens.ts";

/**
 * The `__provider` of a resource that a program declares.
 *
 * @param resource the name under which `pulumi-prismatic/dynamic` exports the resource's provider
 * @throws RunError where the stack's configuration holds a token in the clear
 */
export function declaredProvider(resource: string): string {
  refusePlainTokens();
  return providerConstant(resource);
}
