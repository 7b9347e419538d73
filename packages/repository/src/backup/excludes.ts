import { RepositoryError } from '../error.ts'

/**
 * Compiles exclude patterns with restic's meaning: `*` and `?` stay within one name, `**` stands for any
 * number of directories, none included, `[a-z]` is a class, `\` takes the next character as it is. A pattern
 * that begins with `/` is anchored at the root; any other fits wherever a run of whole names fits it.
 * What lies below an excluded directory is never visited. Throws `invalid-argument` for a class that is none.
 */
export function compileExcludes(patterns: readonly string[]): (path: string) => boolean {
  const compiled = patterns.filter((pattern) => pattern !== '').map(compile)
  return (path) => compiled.some((expression) => expression.test(path))
}

function compile(pattern: string): RegExp {
  // Never without `^`: V8 searches /a[^/]c$/u from the end and counts an astral character as one unit.
  const start = pattern.startsWith('/') ? '^' : '^.*'
  const names = pattern.split('/').filter((name) => name !== '')
  const body = names.map((name) => (name === '**' ? '(?:/[^/]+)*' : `/${nameExpression(name)}`)).join('')
  try {
    return new RegExp(`${start}${body}$`, 'su')
  } catch (error) {
    throw new RepositoryError('invalid-argument', `"${pattern}" is not an exclude pattern.`, {
      hint: 'Patterns know *, ?, **, and classes such as [a-z]; write \\[ for a bracket.',
      cause: error,
    })
  }
}

function nameExpression(name: string): string {
  const chars = Array.from(name)
  let expression = ''
  for (let at = 0; at < chars.length; at += 1) {
    const char = chars[at] ?? ''
    const next = chars[at + 1]
    const classEnd = char === '[' ? chars.indexOf(']', at + 2) : -1
    if (char === '*') expression += '[^/]*'
    else if (char === '?') expression += '[^/]'
    else if (char === '\\' && next !== undefined) {
      expression += RegExp.escape(next)
      at += 1
    } else if (classEnd > 0) {
      expression += classExpression(chars.slice(at + 1, classEnd).join(''))
      at = classEnd
    } else expression += RegExp.escape(char)
  }
  return expression
}

function classExpression(inner: string): string {
  const negated = inner.startsWith('!') || inner.startsWith('^')
  const members = (negated ? inner.slice(1) : inner).replace(/[\\\]^[]/g, '\\$&')
  return `[${negated ? '^/' : ''}${members}]`
}
