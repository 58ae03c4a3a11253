// Countersigns the record for a city: checks that the checkpoint extends what this browser
// remembers, signs it with a key file that never leaves the machine, fills the form and sends it.
const given = JSON.parse(document.getElementById("countersigning").textContent);
const words = given.words;
const place = document.getElementById("checks");
const file = document.getElementById("key-file");
const button = document.getElementById("countersign");
const failed = document.getElementById("countersign-failed");
const memory = `koinon countersigned ${given.key.split("+")[0]}`;

const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const base64 = (data) => btoa(String.fromCharCode(...data));
const utf8 = (text) => new TextEncoder().encode(text);
const join = (...parts) => {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { all.set(part, at); at += part.length; }
  return all;
};
const same = (a, b) => a.length === b.length && a.every((x, i) => x === b[i]);
const sha256 = async (data) => new Uint8Array(await crypto.subtle.digest("SHA-256", data));
const node = (left, right) => sha256(join(Uint8Array.of(1), left, right));
const half = (x) => Math.floor(x / 2);
const isPower = (x) => Number.isInteger(Math.log2(x));

// The three lines of a signed note, and its line by the log (C2SP signed-note).
function read(note) {
  const cut = note.lastIndexOf("\n\n");
  const text = note.slice(0, cut + 1);
  const [origin, size, root] = text.split("\n");
  const [name, id] = given.key.split("+");
  const lines = note.slice(cut + 2).split("\n");
  const own = lines.find((line) => {
    const [dash, signer, signature] = line.split(" ");
    if (dash !== "—" || signer !== name) return false;
    return [...bytes(signature).slice(0, 4)].map((b) => b.toString(16).padStart(2, "0")).join("") === id;
  });
  return { text, origin, size: Number(size), root: bytes(root), own };
}

async function signedByLog({ text, own }) {
  if (!own) return false;
  const raw = bytes(given.key.split("+").slice(2).join("+")).slice(1);
  const key = await crypto.subtle.importKey("raw", raw, { name: "Ed25519" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "Ed25519" }, key, bytes(own.split(" ")[2]).slice(4), utf8(text));
}

// RFC 9162, 2.1.4.2; arithmetic instead of bit operators, which stop at 32 bits.
async function extendsIt(old, now, proof) {
  if (old.size === now.size) return proof.length === 0 && same(old.root, now.root);
  if (!(old.size > 0 && old.size < now.size)) return false;
  const path = isPower(old.size) ? [old.root, ...proof] : proof;
  if (path.length === 0 || path.some((one) => one.length !== 32)) return false;
  let [fn, sn] = [old.size - 1, now.size - 1];
  while (fn % 2 === 1) { fn = half(fn); sn = half(sn); }
  let [first, second] = [path[0], path[0]];
  for (const sibling of path.slice(1)) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      first = await node(sibling, first);
      second = await node(sibling, second);
      while (fn % 2 === 0 && fn !== 0) { fn = half(fn); sn = half(sn); }
    } else {
      second = await node(second, sibling);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && same(first, old.root) && same(second, now.root);
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
  place.replaceChildren(list);
}

function showBoth(kept) {
  for (const text of [kept, given.checkpoint]) {
    const shown = document.createElement("pre");
    shown.dir = "ltr";
    shown.tabIndex = 0;
    shown.textContent = text;
    place.append(shown);
  }
}

async function remembers(now) {
  const kept = JSON.parse(localStorage.getItem(memory) ?? "null");
  if (kept === null) return [null, words.first];
  if (kept.key !== given.key) return [false, words.rekeyed, kept.checkpoint];
  const old = read(kept.checkpoint);
  let proof = [];
  if (old.size < now.size) {
    const answer = await fetch(`/record/countersigned/from/${old.size}/`);
    const said = await answer.json();
    if (said.to !== now.size) { location.reload(); return [null, words.unknown]; }
    proof = said.path.map(bytes);
  }
  const holds = await extendsIt(old, now, proof);
  return holds ? [true, words.extends] : [false, words.rewritten, kept.checkpoint];
}

async function check() {
  if (!given.checkpoint) return show([[null, words.unsigned]]);
  const now = read(given.checkpoint);
  let signed;
  try {
    signed = await signedByLog(now);
  } catch {
    return show([[null, words.unsupported]]);
  }
  const [holds, sentence, kept] = await remembers(now);
  show([[signed, words.signature], [holds, sentence]]);
  if (holds === false) showBoth(kept);
  button.disabled = !signed || holds === false;
}

// A PKCS 8 key file, as koinon key new writes it.
async function readKey(text) {
  const der = bytes(text.replace(/-----[^-]+-----/g, "").replace(/\s+/g, ""));
  const key = await crypto.subtle.importKey("pkcs8", der, { name: "Ed25519" }, true, ["sign"]);
  const { x } = await crypto.subtle.exportKey("jwk", key);
  const raw = bytes(x.replaceAll("-", "+").replaceAll("_", "/"));
  return { key, raw };
}

async function countersign() {
  failed.textContent = "";
  let own;
  try {
    own = await readKey(await file.files[0].text());
  } catch {
    failed.textContent = words.no_key;
    return;
  }
  const typed = base64(join(Uint8Array.of(4), own.raw));
  const line = given.keys.find((one) => one.split("+").slice(2).join("+") === typed);
  if (!line) {
    failed.textContent = words.foreign;
    return;
  }
  const now = read(given.checkpoint);
  const time = Math.floor(Date.now() / 1000);
  const stamp = new Uint8Array(8);
  new DataView(stamp.buffer).setBigUint64(0, BigInt(time));
  const message = utf8(`cosignature/v1\ntime ${time}\n${now.text}`);
  const signature = new Uint8Array(await crypto.subtle.sign({ name: "Ed25519" }, own.key, message));
  const [name, id] = line.split("+");
  const keyId = Uint8Array.from(id.match(/../g), (pair) => parseInt(pair, 16));
  localStorage.setItem(memory, JSON.stringify({ key: given.key, checkpoint: given.checkpoint }));
  document.getElementById("note").value =
    `${now.text}\n${now.own}\n— ${name} ${base64(join(keyId, stamp, signature))}\n`;
  document.getElementById("countersign-form").submit();
}

if (globalThis.crypto?.subtle) {
  document.getElementById("browser-way").hidden = false;
  document.getElementById("scriptless").hidden = true;
  document.getElementById("countersign-form").hidden = true;
  button.addEventListener("click", countersign);
  check();
}
