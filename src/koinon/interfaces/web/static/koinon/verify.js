// Checks the entry of this page in the browser: its hash, its way to the root, the signature.
const given = JSON.parse(document.getElementById("check").textContent);
const words = given.words;
const place = document.getElementById("check-result");

const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const join = (...parts) => {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { all.set(part, at); at += part.length; }
  return all;
};
const same = (a, b) => a.length === b.length && a.every((x, i) => x === b[i]);
const sha256 = async (data) => new Uint8Array(await crypto.subtle.digest("SHA-256", data));
const node = (left, right) => sha256(join(Uint8Array.of(1), left, right));

// RFC 9162, 2.1.3.2; arithmetic instead of bit operators, which stop at 32 bits.
async function rootFrom(leaf, index, size, path) {
  let [fn, sn, result] = [index, size - 1, leaf];
  const half = (x) => Math.floor(x / 2);
  for (const sibling of path) {
    if (sn === 0) return null;
    if (fn % 2 === 1 || fn === sn) {
      result = await node(sibling, result);
      while (fn % 2 === 0 && fn !== 0) { fn = half(fn); sn = half(sn); }
    } else {
      result = await node(result, sibling);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 ? result : null;
}

// C2SP signed note: the text ends with one newline; each signature line is key id ‖ signature.
async function signed(note, key) {
  const cut = note.lastIndexOf("\n\n");
  const text = new TextEncoder().encode(note.slice(0, cut + 1));
  const [name, id, encoded] = [key.split("+")[0], key.split("+")[1], key.split("+").slice(2).join("+")];
  const raw = bytes(encoded);
  let imported;
  try {
    imported = await crypto.subtle.importKey("raw", raw.slice(1), { name: "Ed25519" }, false, ["verify"]);
  } catch {
    return null;
  }
  for (const line of note.slice(cut + 2).split("\n")) {
    const [dash, signer, signature] = line.split(" ");
    if (dash !== "—" || signer !== name) continue;
    const all = bytes(signature);
    const its = [...all.slice(0, 4)].map((b) => b.toString(16).padStart(2, "0")).join("");
    if (its === id) return crypto.subtle.verify({ name: "Ed25519" }, imported, all.slice(4), text);
  }
  return false;
}

function show(checks) {
  const list = document.createElement("ul");
  list.className = "checks";
  for (const [holds, sentence] of checks) {
    const item = document.createElement("li");
    const mark = document.createElement("strong");
    mark.textContent = holds === null ? words.unknown : holds ? words.holds : words.fails;
    mark.className = holds === null ? "tag" : holds ? "tag yes" : "tag no";
    item.append(mark, " ", sentence);
    list.append(item);
  }
  const verdict = document.createElement("p");
  const values = checks.map((check) => check[0]);
  verdict.textContent = values.includes(false) ? words.bad : values.includes(null) ? words.part : words.good;
  verdict.className = "verdict";
  place.replaceChildren(verdict, list);
}

async function check() {
  const leaf = await sha256(join(Uint8Array.of(0), bytes(given.body)));
  const hex = [...leaf].map((b) => b.toString(16).padStart(2, "0")).join("");
  const shown = document.getElementById("leaf").textContent.trim();
  const root = bytes(given.root);
  const reached = await rootFrom(leaf, given.index, given.size, given.path.map(bytes));
  const checks = [[hex === shown, words.leaf], [reached !== null && same(reached, root), words.path]];
  if (!given.checkpoint) {
    checks.push([null, words.unsigned]);
  } else {
    const [, size, told] = given.checkpoint.split("\n");
    checks.push([Number(size) === given.size && same(bytes(told), root), words.root]);
    const holds = await signed(given.checkpoint, given.key);
    checks.push([holds, holds === null ? words.unsupported : words.signature]);
  }
  show(checks);
}

if (globalThis.crypto?.subtle) check();
