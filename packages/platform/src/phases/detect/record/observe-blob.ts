import type { BlobObserver } from '@anlauf/repository'

import { encodeChunk } from './chunk-record.ts'
import { measureChunk } from './measure-chunk.ts'

/** The record of a blob while a backup stores it: `detect features` would make the same one later. */
export const observeBlob: BlobObserver = (plain, takeCensus) => encodeChunk(measureChunk(plain, takeCensus))
