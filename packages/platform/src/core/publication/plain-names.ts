/** 64 hexadecimal digits in small letters. */
export function isSha256(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
}

/**
 * A path below a site's root that no file system, shell, list of `sha256sum` or address takes for something else. A
 * name may begin with `_` (`_headers`), never with a dot or a dash.
 */
export function isPublicPath(path: string): boolean {
  return path.length <= 300 && /^[A-Za-z0-9_][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/.test(path)
}
