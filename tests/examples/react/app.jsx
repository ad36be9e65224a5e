// A selection for a dashboard's own use: no Push step, the host gets what was chosen.
import { StrictMode, useEffect, useRef, useState } from "react";
import { createRoot } from "react-dom/client";
// Served as it is, beside this bundle; see the build's `external`.
import init, { mount } from "/batch-curator/batch-curator.js";

const started = init();

/** Batch Curator with these options, which are read once. */
function BatchCurator({ options }) {
  const host = useRef(null);
  useEffect(() => {
    let gone = false;
    let handle;
    started.then(() => {
      if (!gone) handle = mount(host.current, options);
    });
    return () => {
      gone = true;
      handle?.unmount();
    };
  }, [options]);
  return <div ref={host} style={{ height: 600 }} />;
}

function Dashboard() {
  const [taken, setTaken] = useState(null);
  const [shown, setShown] = useState(true);
  const [options] = useState({
    steps: ["batches", "results"],
    headers: async () => ({ "x-dashboard": "react" }),
    takeLabel: "Give to the dashboard",
    takeSelection: setTaken,
  });
  return (
    <main>
      <h1>Our dashboard</h1>
      <button type="button" onClick={() => setShown(!shown)}>{shown ? "Hide" : "Show"}</button>
      <output>{taken ? `${taken.count} of ${taken.batchId}: ${taken.results[0].customId}` : "nothing yet"}</output>
      {shown && <BatchCurator options={options} />}
    </main>
  );
}

createRoot(document.getElementById("root")).render(<StrictMode><Dashboard /></StrictMode>);
