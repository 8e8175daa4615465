import type { Inventory } from '@/lib/core/inventory/inventory'
import { daysSince } from './days'
import type { FindingInput, RuleFinding } from './rule-definition'
import { asks, fixes, known, stated } from './statements'

const YEAR_DAYS = 365

/** One finding for each subject that nobody has looked at for a year; a question for one that nobody ever did. */
export function reviewFindings(
  input: FindingInput,
  subjects: readonly Inventory['reviews'][number]['subject'][],
): readonly RuleFinding[] {
  return subjects.flatMap((subject) => {
    const reviews = input.inventory.reviews.filter((each) => each.subject === subject)
    const newest = reviews.toSorted((left, right) => left.reviewedAt.localeCompare(right.reviewedAt)).at(-1)
    if (newest === undefined) {
      const title = `When the ${subject} were last reviewed is not stated`
      return [
        asks({ key: subject, title, fact: `the last review of the ${subject}`, inventoryPath: 'reviews' }),
      ]
    }
    if (daysSince(input, newest.reviewedAt) <= YEAR_DAYS) return []
    return [
      {
        key: subject,
        title: `The ${subject} were last reviewed on ${newest.reviewedAt}`,
        subjects: [`review:${newest.slug}`],
        statements: [
          stated('review', newest, 'reviewedAt', `${newest.reviewedAt} by ${newest.by}`),
          known('PCI 12.5.2', 'review', 'at least every twelve months'),
        ],
        fixes: fixes(`Review the ${subject}, and record it`),
      },
    ]
  })
}
