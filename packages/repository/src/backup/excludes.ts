/**
 * Compiles exclude patterns with restic's meaning: `*` and `?` stay within one name, `**` crosses
 * directories, `[a-z]` is a class. A pattern that begins with `/` is anchored at the root; any other fits
 * wherever a run of whole names fits it. What lies below an excluded directory is never visited.
 */
export function compileExcludes(patterns: readonly string[]): (path: string) => boolean {
  const compiled = patterns.filter((pattern) => pattern !== '').map(compile)
  return (path) => compiled.some((expression) => expression.test(path))
}

function compile(pattern: string): RegExp {
  const anchored = pattern.startsWith('/')
  const body = pattern
    .replace(/^\/+|\/+$/g, '')
    .split('/')
    .map(nameExpression)
    .join('/')
  return new RegExp(`${anchored ? '^/' : '(?:^|/)'}${body}$`, 's')
}

function nameExpression(name: string): string {
  if (name === '**') return '.*'
  let expression = ''
  for (let at = 0; at < name.length; at += 1) {
    const char = name[at] ?? ''
    const classEnd = char === '[' ? name.indexOf(']', at + 2) : -1
    if (char === '*') expression += '[^/]*'
    else if (char === '?') expression += '[^/]'
    else if (classEnd > 0) {
      expression += classExpression(name.slice(at + 1, classEnd))
      at = classEnd
    } else expression += RegExp.escape(char)
  }
  return expression
}

function classExpression(inner: string): string {
  const negated = inner.startsWith('!') || inner.startsWith('^')
  const members = (negated ? inner.slice(1) : inner).replace(/[\\\]^]/g, '\\$&')
  return `[${negated ? '^/' : ''}${members}]`
}
