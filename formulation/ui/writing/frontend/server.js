// Asking the server for what is kept of some words, and what is said about it on the page.

import { HOME } from "../formulation.canvas/home.js";

export const SAID = {
  keeping: () => "keeping…",
  kept: (at) => (at ? `kept ${at}` : "kept"),
  lost: () => "not kept yet – trying again",
  refused: (sentence) => sentence,
};

export async function askServer(parts, method, body, { leaving = false } = {}) {
  const path = parts.map(encodeURIComponent).join("/");
  const options = { method, cache: "no-store", credentials: "same-origin", keepalive: leaving };
  if (body) options.body = JSON.stringify(body);
  try {
    const answer = await fetch(new URL(`notebook/${path}`, HOME), options);
    const plain = await answer.json().catch(() => null);
    return { ok: answer.ok && plain !== null, status: answer.status, answer: plain };
  } catch {
    return { ok: false, status: 0, answer: null };
  }
}
