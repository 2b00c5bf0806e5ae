import { strict as assert } from "node:assert";
import fc from "fast-check";
import {
  ListedError,
  plainError,
  shownMessage as shownByPolicies,
} from "../../policies/src/engine/errors.ts";
import { visible, visibleJson, visibleLine } from "../../provider/src/tenant/visible.ts";
import { firstLine, shownExactly, shownMessage } from "../../rollout/src/shownText.ts";
import { hostileText } from "../../rollout/src/testing/arbitrary.ts";
import { hostileJson, hostileName } from "./hostile.ts";
import { assertHarmless } from "./promises.ts";
import { subject } from "./subject.ts";

/** Lines of a terminal with names of others in them. */
export const terminalLines = subject({
  title: "names in terminal lines",
  share: 505,
  cases: fc.record({ text: fc.oneof(hostileText, hostileName), other: hostileText, json: hostileJson }),
  open: () => ({
    judge({ text, other, json }) {
      const message = `The connection "${text}" was not changed.\n  Next: see "${other}".`;
      for (const shown of [visible(message), shownMessage(message), shownMessage(text, [other])])
        assertHarmless(shown);
      for (const line of [
        visibleLine(text),
        shownExactly(text),
        shownExactly(text, [other]),
        firstLine(text) ?? "",
      ]) {
        assertHarmless(line);
        assert.ok(!line.includes("\n"), "a line break of others");
      }
      assert.ok(!/<\{%/.test(visible(message)), "markup of Pulumi's renderer");
      const listed = new ListedError(text, [other, text]);
      assertHarmless(shownByPolicies(listed));
      assert.equal(listed.message.split("\n").length, 3);
      assertHarmless(plainError(text).message);
      const source = visibleJson(JSON.stringify(json, null, 2));
      // Compared as texts: a comparison of values calls itself for each level.
      assert.equal(JSON.stringify(JSON.parse(source)), JSON.stringify(json));
      assert.ok(
        !/[^\P{Cc}\n]|[\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(source),
        "a character that acts in an editor",
      );
    },
  }),
});
