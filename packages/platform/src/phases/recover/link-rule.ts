/** Longest target that Linux stores. */
const maxTarget = 4095

/**
 * True for a link that stays in its machine's folder wherever that folder's other links lead: relative, `..` only
 * at the start and not more often than there are real directories above it. A `..` behind a name would start from
 * where that name leads, which need not be where it stands.
 */
export function staysInside(path: string, target: string): boolean {
  if (target === '' || target.startsWith('/') || target.includes('\0')) return false
  if (Buffer.byteLength(target) > maxTarget) return false
  const parts = target.split('/').filter((part) => part !== '' && part !== '.')
  const first = parts.findIndex((part) => part !== '..')
  const climbs = first < 0 ? parts.length : first
  const depth = path.split('/').length - 2
  return climbs <= depth && !parts.slice(climbs).includes('..')
}
