/** A name in backticks. */
export function quoteName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``
}

/** Text as a literal that no mode of the server and no client reads as anything else. */
export function quoteText(text: string): string {
  return text === '' ? `_utf8mb4''` : `_utf8mb4 x'${Buffer.from(text).toString('hex')}'`
}

/** A schema's name where `_` and `%` would stand for anything: in a grant. */
export function quotePattern(name: string): string {
  return quoteName(name.replaceAll(/[\\_%]/g, String.raw`\$&`))
}
