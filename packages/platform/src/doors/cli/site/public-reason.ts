import { AnlaufError } from '../../../core/failure.ts'
import { namedCustomer } from '../../../core/updates/index.ts'
import { readEstateFile } from '../access/estate-file.ts'
import type { AnlaufContext } from '../context.ts'
import { readWorkplace } from '../up/workplace-file.ts'

/**
 * The reason of a statement about a key stands on the public site for good, signed: it may name no customer of the estate,
 * the given one or that of the workplace. Where there is none, or it cannot be read, the key comes first and a line says
 * that nobody looked: a stolen key is taken back whatever else is broken. Throws `input-invalid`.
 */
export function requirePublicReason(context: AnlaufContext, reason: string, named: string | undefined): void {
  const estate = knownEstate(context, named)
  if (estate === undefined) {
    context.process.stderr.write(
      'Nobody looked for names of customers in the reason: no estate could be read (--estate).\n',
    )
    return
  }
  const customer = namedCustomer([reason], estate)
  if (customer === undefined) return
  throw new AnlaufError('input-invalid', `The reason names the customer "${customer}" and would be public.`, {
    hint: 'Say it without the name. Nothing was changed.',
  })
}

function knownEstate(context: AnlaufContext, named: string | undefined) {
  if (named !== undefined) return readEstateFile(named)
  try {
    const file = readWorkplace(context.home, undefined)?.estate
    return file === undefined ? undefined : readEstateFile(file)
  } catch {
    return undefined
  }
}
