/** The dashboard. */
export function App() {
  return <h1>Telltale</h1>;
}
