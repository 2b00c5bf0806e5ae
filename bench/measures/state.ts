import type { Results } from "../results.ts";
import { QUICK, Scene } from "../support/scene.ts";
import { SIDES } from "../support/sides.ts";
import { INSTANT } from "../support/tenant.ts";

const N = 1000;

/** The size of the state and the memory of the provider's process; exact, and nearly so. */
export async function measureStateAndMemory(results: Results): Promise<void> {
  const ours = await sizesOf("ours");
  const textbook = await sizesOf("textbook");
  const nothing = await sizesOf("nothing");
  const onlyArguments = await sizesOf("nothingStoresArguments");
  results.promise("state: bytes of a connection with everything inline", ours.bytes, "bytes", { most: 2400 });
  results.show("state: bytes, textbook provider", textbook.bytes, "bytes");
  results.show("state: bytes, nothing", onlyArguments.bytes, "bytes");
  const toTextbook = ours.bytes / textbook.bytes;
  results.promise("state: ours / textbook provider", toTextbook, "times", { most: 0.4 });
  const toNothing = ours.bytes / onlyArguments.bytes;
  results.promise("state: ours / nothing with the same arguments", toNothing, "times", { most: 1.05 });
  results.show(`memory of the provider's process, ${N} connections: ours`, ours.memory, "MB");
  results.show(`memory of the provider's process, ${N} connections: nothing`, nothing.memory, "MB");
  const memory = ours.memory / nothing.memory;
  results.promise("memory of the provider's process: ours / nothing", memory, "times", { most: 1.25 });
}

async function sizesOf(side: keyof typeof SIDES): Promise<{ bytes: number; memory: number }> {
  await using scene = await Scene.create(SIDES[side], INSTANT, N);
  const { providerMemory } = await scene.project.up(["--parallel", "64"], QUICK);
  const state = await scene.project.state();
  return { bytes: state.length / N, memory: providerMemory };
}
