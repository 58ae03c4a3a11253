// Signs the act of this page with a passkey: asks the device, fills the field, sends the form.
const given = JSON.parse(document.getElementById("signing").textContent);
const button = document.getElementById("sign-passkey");
const failed = document.getElementById("sign-failed");

const fromBase64 = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const fromBase64url = (text) => fromBase64(text.replaceAll("-", "+").replaceAll("_", "/"));
const toBase64url = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

async function sign() {
  failed.textContent = "";
  try {
    const { rawId, response } = await navigator.credentials.get({
      publicKey: {
        challenge: fromBase64(given.challenge),
        rpId: given.rp_id,
        allowCredentials: Object.keys(given.keys).map((id) => ({
          type: "public-key",
          id: fromBase64url(id),
        })),
        userVerification: given.verified ? "required" : "preferred",
      },
    });
    document.getElementById("signed").value = JSON.stringify({
      kind: "passkey",
      key: given.keys[toBase64url(rawId)],
      client_data: toBase64url(response.clientDataJSON),
      authenticator_data: toBase64url(response.authenticatorData),
      signature: toBase64url(response.signature),
    });
    document.getElementById("sign-form").submit();
  } catch {
    failed.textContent = given.failed;
  }
}

if (globalThis.PublicKeyCredential) {
  document.getElementById("sign-scriptless").hidden = true;
  button.hidden = false;
  button.addEventListener("click", sign);
}
