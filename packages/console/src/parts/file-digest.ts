/** The SHA-256 of a file, in lower-case hexadecimal digits, as `sha256sum` prints it. The file leaves the browser never. */
export async function fileDigest(file: Blob): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
