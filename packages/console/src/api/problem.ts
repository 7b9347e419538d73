/** What the API answers when something fails (RFC 9457), with what to do now. */
export class ApiProblem extends Error {
  override name = 'ApiProblem'
  readonly code: string
  readonly status: number
  readonly hint: string | undefined
  readonly missing: readonly string[]

  constructor({ code, status, detail, hint, missing = [] }: ProblemBody & { readonly status: number }) {
    super(detail)
    this.code = code
    this.status = status
    this.hint = hint
    this.missing = missing
  }
}

interface ProblemBody {
  readonly code: string
  readonly detail: string
  readonly hint?: string | undefined
  readonly missing?: readonly string[] | undefined
}

/** The problem that an answer holds; a proxy's error page has none of ours. */
export async function problemOf(answer: Response): Promise<ApiProblem> {
  const { status } = answer
  try {
    const body = (await answer.json()) as Partial<ProblemBody>
    if (typeof body.code === 'string' && typeof body.detail === 'string') {
      return new ApiProblem({ ...body, code: body.code, detail: body.detail, status })
    }
  } catch {
    // No JSON: falls through to what the status alone says.
  }
  return new ApiProblem({ code: 'no-problem', detail: `HTTP ${status}`, status })
}

export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 401
}
