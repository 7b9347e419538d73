/** What people did about a stage of the plan. `stage` is `id` or `id@element`. */
export type StageEvent =
  | (AboutStage & { readonly type: 'stage.started' })
  | (AboutStage & {
      readonly type: 'stage.filled'
      /** Place of the task in the stage, from 1 on. */
      readonly task: number
      readonly values: Readonly<Record<string, string>>
      /** SHA-256 of the objects that show it. */
      readonly evidence: readonly string[]
    })
  | (AboutStage & {
      readonly type: 'stage.approved'
      readonly intent: Intent
      readonly contentHash: string
      readonly role: string
      readonly keyId: string
      readonly signature: string
    })
  | (AboutStage & {
      readonly type: 'stage.done'
      readonly note?: string
      readonly evidence: readonly string[]
    })
  | (AboutStage & { readonly type: 'stage.skipped'; readonly reason: string })
  | (AboutStage & { readonly type: 'stage.failed'; readonly reason: string })
  | (AboutStage & { readonly type: 'stage.reopened'; readonly reason: string })

interface AboutStage {
  readonly stage: string
  /** What the stage asked then (`stageDigest`). */
  readonly definition: string
  readonly person: string
}

/** What people sign about a stage: that it is done, or that it is left out. */
export type Intent = 'done' | 'skip'
