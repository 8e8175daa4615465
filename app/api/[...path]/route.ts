import { answerApiRequest } from '@/lib/server/http/router'

export const dynamic = 'force-dynamic'

export {
  answerApiRequest as DELETE,
  answerApiRequest as GET,
  answerApiRequest as HEAD,
  answerApiRequest as PATCH,
  answerApiRequest as POST,
  answerApiRequest as PUT,
}
