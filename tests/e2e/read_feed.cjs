// Prints what ical.js and node-ical make of a calendar: node read_feed.cjs NODE_MODULES FILE
const fs = require("fs");
const path = require("path");
const { createRequire } = require("module");
const [modules, file] = process.argv.slice(2);
const load = createRequire(path.join(path.resolve(modules), "x.js"));
const text = fs.readFileSync(file, "utf8");
const two = (n) => String(n).padStart(2, "0");
const day = (d) => `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`;

const loaded = load("ical.js");
const ICAL = loaded.default ?? loaded;
const calendar = new ICAL.Component(ICAL.parse(text));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
const strict = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  const allDay = event.startDate.isDate;
  return {
    uid: event.uid,
    summary: event.summary,
    start: allDay ? event.startDate.toString() : event.startDate.toJSDate().toISOString(),
    end: allDay ? event.endDate.toString() : event.endDate.toJSDate().toISOString(),
    categories: component.getAllProperties("categories").flatMap((p) => p.getValues()),
    repeats: event.isRecurring(),
  };
});

const nodeIcal = load("node-ical");
const loose = Object.values(nodeIcal.sync.parseICS(text))
  .filter((entry) => entry.type === "VEVENT")
  .map((event) => {
    const allDay = event.datetype === "date";
    const end = event.end ?? event.start;
    return {
      uid: event.uid,
      summary: typeof event.summary === "string" ? event.summary : event.summary?.val ?? "",
      start: allDay ? day(event.start) : event.start.toISOString(),
      end: allDay ? day(end) : end.toISOString(),
      categories: event.categories ?? [],
      repeats: Boolean(event.rrule),
    };
  });
console.log(JSON.stringify({ "ical.js": strict, "node-ical": loose }));
