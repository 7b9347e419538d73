import { AnlaufError } from '../../../core/failure.ts'
import type { AnlaufContext } from '../context.ts'

/**
 * What was piped into the command, as text. For whatever may not stand on a command line, which every account of the
 * machine can read. `what` names it in words. Throws `input-invalid` when nothing comes, too much, or no UTF-8.
 */
export async function pipedText(
  { process: { stdin } }: AnlaufContext,
  { longest, what }: { readonly longest: number; readonly what: string },
): Promise<string> {
  const parts: Uint8Array[] = []
  let length = 0
  if (stdin?.isTTY !== true) {
    for await (const part of stdin ?? []) {
      parts.push(part)
      length += part.byteLength
      if (length > longest) break
    }
  }
  if (length === 0 || length > longest) {
    throw new AnlaufError(
      'input-invalid',
      length === 0 ? `No ${what} came on standard input.` : `The ${what} is longer than ${longest} bytes.`,
      { hint: `Pipe the ${what} into the command: printf %s "$TEXT" | anlauf …, or < file.` },
    )
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts))
  } catch (cause) {
    throw new AnlaufError('input-invalid', `The ${what} is not UTF-8.`, {
      hint: 'Save it as UTF-8 and pipe it in again.',
      cause,
    })
  }
}
