/** The sign of Telltale: an object, and attention that lies beside it. */
export function Mark() {
  return (
    <svg width="26" height="26" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="#12303a" />
      <circle cx="13" cy="14" r="7.2" fill="none" stroke="#f4f7f6" strokeWidth="2.6" />
      <circle cx="22.4" cy="22.6" r="4.6" fill="#ff9d42" />
    </svg>
  );
}
