import { buildRouteMap } from '@stricli/core'

import { mediaList } from './media-list.ts'
import { mediaPlace } from './media-place.ts'
import { mediaRead } from './media-read.ts'
import { mediaVerify } from './media-verify.ts'
import { mediaWrite } from './media-write.ts'

/** Copies that lie in a drawer. */
export const mediaRoutes = buildRouteMap({
  docs: { brief: 'Offline media: write a repository to disks and tapes, read it back, know what is where' },
  routes: { write: mediaWrite, read: mediaRead, verify: mediaVerify, list: mediaList, place: mediaPlace },
})
