/** Why a playbook cannot be taken over: which step, what, and what to do. */
export interface ImportProblem {
  /** Id of the step, or the field of the playbook. */
  readonly at: string
  readonly message: string
  readonly hint: string
}
