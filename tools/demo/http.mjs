import { readFileSync } from "node:fs";
import { request as http } from "node:http";
import { request as https } from "node:https";
import { certificate } from "./settings.mjs";

/**
 * Asks the emulator for JSON, trusting its own certificate.
 * @param {string} url
 * @param {{ body?: unknown, timeout?: number, token?: string }} [options] a body makes it a POST
 * @returns {Promise<unknown>}
 */
export function requestJson(url, { body, timeout = 5000, token } = {}) {
  const file = certificate();
  const send = url.startsWith("https:") ? https : http;
  return new Promise((resolve, reject) => {
    const request = send(url, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        "content-type": "application/json",
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      timeout,
      ...(file ? { ca: readFileSync(file) } : {}),
    });
    request.on("timeout", () => request.destroy(new Error(`no answer within ${timeout} ms`)));
    request.on("error", reject);
    request.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (/** @type {string} */ chunk) => (text += chunk));
      response.on("end", () => {
        if (response.statusCode !== 200) return reject(new Error(`${url} answered ${response.statusCode}`));
        try {
          resolve(JSON.parse(text));
        } catch {
          reject(new Error(`${url} did not answer with JSON`));
        }
      });
    });
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
