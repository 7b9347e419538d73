const permissions = ['r', 'w', 'x']

/**
 * A POSIX access list from its extended attribute as text, the form that tar programs keep: `user::rw-` and so
 * on, one entry a line, numbers instead of names. Format: Linux `posix_acl_xattr.h`, version 2. Undefined for
 * anything else.
 */
export function aclText(value: Buffer): string | undefined {
  if (value.length < 4 || (value.length - 4) % 8 !== 0 || value.readUInt32LE(0) !== 2) return undefined
  const lines: string[] = []
  for (let at = 4; at < value.length; at += 8) {
    const kind = kinds[value.readUInt16LE(at)]
    if (kind === undefined) return undefined
    const bits = value.readUInt16LE(at + 2)
    const text = permissions.map((letter, place) => ((bits & (4 >> place)) === 0 ? '-' : letter)).join('')
    lines.push(`${kind.word}:${kind.isNamed ? value.readUInt32LE(at + 4) : ''}:${text}`)
  }
  return lines.join('\n')
}

const kinds: Readonly<Record<number, { word: string; isNamed: boolean }>> = {
  0x01: { word: 'user', isNamed: false },
  0x02: { word: 'user', isNamed: true },
  0x04: { word: 'group', isNamed: false },
  0x08: { word: 'group', isNamed: true },
  0x10: { word: 'mask', isNamed: false },
  0x20: { word: 'other', isNamed: false },
}
