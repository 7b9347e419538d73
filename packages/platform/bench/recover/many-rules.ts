import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

const count = 1000

/** A rule file as large as a public collection: byte strings, words, and a condition on the kind of file. */
export function writeManyRules(folder: string): string {
  const file = join(folder, 'many.yar')
  const rules = Array.from({ length: count }, (_, at) => {
    const [bytes, word] = [randomBytes(16).toString('hex'), randomBytes(9).toString('base64url')]
    return `rule bench_${at} {
  strings: $code = { ${bytes} } $word = "${word}" wide ascii $path = /\\\\${word}[0-9]{1,4}\\.tmp/
  condition: uint16(0) == 0x5a4d and $code or $word and $path
}
`
  })
  writeFileSync(file, rules.join(''))
  return file
}
