/**
 * What has left already, and must come back: a new hash or rule finds something that was released before anybody
 * knew it.
 *
 *     evidence ─▶ every release ─digest─▶ its manifest ─▶ contents ─▶ which tenant has what, since when, as what
 *
 * Guarantees: every release of every case in the log is looked at, also those that later ones replaced; a manifest
 * counts only when it has exactly the digest that the evidence names, and one that cannot be found is said.
 * Not guaranteed: what tenants did with their files since.
 */
export { findHandedOut, type HandedOut, type Recall, type RecallOptions } from './find-handed-out.ts'
export { findManifest, keepManifest } from './kept-manifests.ts'
export { type HandedBack, type Release, releasesOf } from './releases.ts'
