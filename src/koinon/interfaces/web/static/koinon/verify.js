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

// An act signed by its seat (record-format.md, section 3): the statement is this entry's, the key's
// fingerprint is the one it names, and the signature holds. null where the browser cannot check it.
const algorithms = {
  EdDSA: [{ name: "Ed25519" }, { name: "Ed25519" }],
  ES256: [{ name: "ECDSA", namedCurve: "P-256" }, { name: "ECDSA", hash: "SHA-256" }],
  RS256: [{ name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" }, { name: "RSASSA-PKCS1-v1_5" }],
};
const url64 = (text) => bytes(text.replaceAll("-", "+").replaceAll("_", "/"));
const toUrl64 = (data) =>
  btoa(String.fromCharCode(...data)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const hexOf = (data) => [...data].map((b) => b.toString(16).padStart(2, "0")).join("");

// WebCrypto takes r and s of 32 bytes each, the record a DER sequence of two integers.
function rawFromDer(der) {
  const raw = new Uint8Array(64);
  let at = 2;
  for (const end of [32, 64]) {
    const part = der.slice(at + 2, at + 2 + der[at + 1]);
    at += 2 + part.length;
    const digits = part.length > 32 ? part.slice(part.length - 32) : part;
    raw.set(digits, end - digits.length);
  }
  return raw;
}

async function signedBySeat({ statement, spki, algorithm, site, rp_id }) {
  const entry = JSON.parse(new TextDecoder().decode(bytes(given.body)));
  const text = statement.slice(statement.indexOf("\n") + 1);
  const { data, id, type } = entry;
  const said = { data, id, origin: given.key.split("+")[0], seat: entry.by.seat, type };
  const key = bytes(spki);
  const { signed } = entry;
  if (!statement.startsWith("koinon act signature v1\n")) return false;
  if (JSON.stringify(JSON.parse(text)) !== JSON.stringify(said)) return false;
  if (hexOf(await sha256(key)) !== signed.key) return false;
  let message = new TextEncoder().encode(statement);
  if (signed.kind === "passkey") {
    const asked = url64(signed.client_data);
    const client = JSON.parse(new TextDecoder().decode(asked));
    const device = url64(signed.authenticator_data);
    if (client.type !== "webauthn.get" || client.origin !== site) return false;
    if (client.challenge !== toUrl64(await sha256(message))) return false;
    if (!same(device.slice(0, 32), await sha256(new TextEncoder().encode(rp_id)))) return false;
    if (device.length !== 37 || device[32] % 2 === 0) return false;
    message = join(device, await sha256(asked));
  }
  const signature = url64(signed.signature);
  const [kind, how] = algorithms[algorithm];
  let imported;
  try {
    imported = await crypto.subtle.importKey("spki", key, kind, false, ["verify"]);
  } catch {
    return null;
  }
  const raw = algorithm === "ES256" ? rawFromDer(signature) : signature;
  return crypto.subtle.verify(how, imported, raw, message);
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
  if (given.signer) {
    const holds = await signedBySeat(given.signer);
    checks.push([holds, holds === null ? words.unsupported : words.signer]);
  }
  show(checks);
}

if (globalThis.crypto?.subtle) check();
