import type { Context } from 'hono'

import { AnlaufError } from '../../core/failure.ts'

/**
 * The fields of a form as texts; files are left out. Whatever is no form is refused before it is read. Bounded by the
 * limit on bodies. Throws `input-invalid`.
 */
export async function readForm(c: Context): Promise<URLSearchParams> {
  const type = c.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase()
  if (type === 'application/x-www-form-urlencoded') return new URLSearchParams(await c.req.text())
  if (type === 'multipart/form-data') return textsOf(await c.req.formData())
  throw new AnlaufError('input-invalid', 'This is no form.', {
    hint: 'Send "Content-Type: application/x-www-form-urlencoded".',
  })
}

function textsOf(data: FormData): URLSearchParams {
  const texts = new URLSearchParams()
  for (const [name, value] of data) if (typeof value === 'string') texts.append(name, value)
  return texts
}
