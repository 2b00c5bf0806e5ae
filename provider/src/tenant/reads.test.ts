import { describe, expect, it } from "vitest";
import { Calls } from "./calls.ts";
import { UnreachableError } from "./errors.ts";
import { Reads } from "./reads.ts";

/** Two kinds of objects, of which the server has all but `gone`, and the ids that it was asked for. */
function startReads({ kinds = ["one", "other"] as string[] } = {}) {
  const asked: string[] = [];
  const reads = new Reads(new Calls());
  const [readOne, readOther] = kinds.map((kind) =>
    reads.byId((ids) => {
      asked.push(`${kind} ${ids.join(" ")}`);
      if (kind === "broken") throw new Error("the server is down");
      return Promise.resolve(ids.filter((id) => id !== "gone").map((id) => ({ id, kind })));
    }),
  );
  if (readOne === undefined || readOther === undefined) throw new Error("There are two kinds.");
  return { asked, readOne, readOther };
}

describe("Reads by id", () => {
  it("of the same moment are one request for each kind, with every id once", async () => {
    const { asked, readOne, readOther } = startReads();
    const found = await Promise.all([readOne("a"), readOther("a"), readOne("b"), readOne("a")]);
    expect(asked).toEqual(["one a b", "other a"]);
    expect(found.map((each) => `${each?.kind} ${each?.id}`)).toEqual(["one a", "other a", "one b", "one a"]);
  });

  it("answer undefined for what is not there", async () => {
    const { readOne } = startReads();
    expect(await Promise.all([readOne("gone"), readOne("b")])).toEqual([undefined, { id: "b", kind: "one" }]);
  });

  it("ask again for what was read before", async () => {
    const { asked, readOne } = startReads();
    await readOne("a");
    await readOne("a");
    expect(asked).toEqual(["one a", "one a"]);
  });

  it("that something before the server refuses for their number are asked for in halves", async () => {
    const asked: string[] = [];
    const reads = new Reads(new Calls());
    const read = reads.byId((ids) => {
      asked.push(ids.join(" "));
      const options = { outcomeUnknown: false, refusedUnread: true };
      if (ids.length > 2 || ids.includes("bad")) throw new UnreachableError("too large", options);
      return Promise.resolve(ids.map((id) => ({ id })));
    });
    const found = await Promise.allSettled(["a", "b", "c", "bad", "d"].map(read));
    expect(found.map(({ status }) => status === "fulfilled")).toEqual([true, true, true, false, true]);
    expect(asked).toEqual(["a b c bad d", "a b c", "a b", "c", "bad d", "bad", "d"]);
  });

  it("of a kind that fails leave the others alone", async () => {
    const { readOne, readOther } = startReads({ kinds: ["broken", "other"] });
    const [failed, found] = await Promise.allSettled([readOne("a"), readOther("a")]);
    expect(failed).toMatchObject({ status: "rejected", reason: { message: "the server is down" } });
    expect(found).toMatchObject({ status: "fulfilled", value: { id: "a" } });
  });
});
