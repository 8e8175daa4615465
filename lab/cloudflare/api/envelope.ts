/** What an API call answers before it is wrapped. */
export interface ApiResult {
  readonly result: unknown
  readonly resultInfo?: ResultInfo
}

export interface ResultInfo {
  readonly page: number
  readonly per_page: number
  readonly count: number
  readonly total_count: number
  readonly total_pages: number
}

export class ApiFailure extends Error {
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
  ) {
    super(message)
  }
}

export function envelopeOf({ result, resultInfo }: ApiResult): object {
  return { success: true, errors: [], messages: [], result, ...(resultInfo && { result_info: resultInfo }) }
}

export function failureEnvelope({ code, message }: ApiFailure): object {
  return { success: false, errors: [{ code, message }], messages: [], result: null }
}

/** One page of a list, from the query's `page` and `per_page`. */
export function pageOf(items: readonly unknown[], query: URLSearchParams): ApiResult {
  const page = positive(query.get('page'), 1)
  const perPage = positive(query.get('per_page'), 100)
  const result = items.slice((page - 1) * perPage, page * perPage)
  const totalPages = Math.ceil(items.length / perPage)
  const counts = { count: result.length, total_count: items.length, total_pages: totalPages }
  return { result, resultInfo: { page, per_page: perPage, ...counts } }
}

function positive(text: string | null, otherwise: number): number {
  const number = Number(text ?? otherwise)
  return Number.isInteger(number) && number > 0 ? number : otherwise
}
