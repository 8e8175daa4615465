/** Two tracks and the switch between them. */
export function BrandMark() {
  return (
    <svg viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" aria-hidden="true">
      <path
        d="M4 6h6c4 0 4 12 10 12M4 18h5c2 0 3-2 4-4M15 8c1.4-1.3 3-2 5-2"
        strokeWidth="2.2"
        strokeLinecap="round"
      />
    </svg>
  )
}
