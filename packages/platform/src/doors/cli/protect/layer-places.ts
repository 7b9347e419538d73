import { openRepository, openStorage, parseExtendedOptions, parseLocation } from '@anlauf/repository'

import { AnlaufError } from '../../../core/failure.ts'
import type { LayerPlaces } from '../../../phases/protect/index.ts'
import type { AnlaufContext } from '../context.ts'
import { recordsOf } from '../media/sources.ts'
import { readPasswordFile } from '../access/password-file.ts'

/** Repositories as the estate names them; credentials of servers come from the environment, as for restic. */
export function layerPlaces(context: AnlaufContext): LayerPlaces {
  return {
    records: recordsOf(context),
    now: context.now,
    signal: context.signal,
    async open({ id, location, passwordFile }) {
      if (location === undefined || passwordFile === undefined) {
        throw new AnlaufError('estate-invalid', `The copy "${id}" has no location or no passwordFile.`, {
          hint: 'Add both to the copy in the estate file.',
        })
      }
      const storage = openStorage(parseLocation(location), {
        env: context.process.env,
        extended: parseExtendedOptions([]),
        signal: context.signal,
        onRetry: ({ message, waitMs }) =>
          context.process.stderr.write(`${message} Trying again in ${Math.ceil(waitMs / 1_000)} s.\n`),
      })
      return openRepository(storage, {
        password: await readPasswordFile(passwordFile),
        signal: context.signal,
      })
    },
  }
}
