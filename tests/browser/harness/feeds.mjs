// A road authority, an avalanche centre, a resort and weather stations, as the feeds find them.
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { temporary } from "./processes.mjs";

const started = Math.floor(Date.now() / 1000);
const ago = (seconds) => started - seconds;
const now = new Date(started * 1000).toISOString();

/** What each address says; a test changes it, and livecamd asks every second. */
function documents() {
  return {
    "/udot/get/roadconditions": () => [
      { Id: 11, RoadwayName: "SR-210 Little Cottonwood Canyon", RoadCondition: "Snow covered",
        WeatherCondition: "Heavy snow", Restriction: "4x4 or chains required", LastUpdated: ago(240) },
      { Id: 12, RoadwayName: "SR-210 Alta bypass", RoadCondition: "Wet", WeatherCondition: "Light snow",
        Restriction: "none", LastUpdated: ago(4000) },
      { Id: 13, RoadwayName: "2100 South", RoadCondition: "Elsewhere", LastUpdated: ago(0) }],
    "/udot/get/event": () => [
      { ID: 1, RoadwayName: "SR-210", Name: "Avalanche control above Tanners Flat, road closed until noon",
        IsFullClosure: true, Severity: "High", Description: "No stopping between gates" },
      { ID: "2", RoadwayName: "SR 210", Name: "Lane closure at the mouth", Severity: "Minor", Restrictions: null },
      { ID: 3, RoadwayName: "SR-210", Description: "Guard rail works", Severity: "Low" },
      { ID: 4, RoadwayName: "SR-210", Name: "Bus detour", Severity: "None" }],
    "/udot/get/weatherstations": () => [
      { Id: 7, StationName: "Canyon mouth", AirTemperature: "27.3", WindSpeedAvg: "12", WindSpeedGust: "31",
        WindDirection: "225", SurfaceStatus: "Ice warning", SurfaceTemp: "24", RelativeHumidity: "88",
        DewpointTemp: "25", Precipitation: "Light", LastUpdated: ago(120) },
      { Id: 8, StationName: "Valley", AirTemperature: "41", WindSpeedAvg: "3", WindDirection: "N",
        SurfaceStatus: "Dry", LastUpdated: ago(300) }],
    "/uac": () => ({ features: [{ properties: { name: "Salt Lake", danger: "considerable", danger_level: 3,
      travel_advice: "Dangerous avalanche conditions. Careful snowpack evaluation is essential.",
      link: "https://utahavalanchecenter.org/forecast/salt-lake" } }] }),
    "/alta": () => `<html><script>window.Alta = ${JSON.stringify({ alerts: [
      { enabled: true, type: "parking-status", status: "Full", message: "<b>Lots</b> are full" },
      { enabled: true, name: "Canyon road status", status: "Open" }] })};</script></html>`,
    "/synoptic": () => ({ SUMMARY: { RESPONSE_CODE: 1 }, STATION: [{ STID: "CLN", NAME: "Collins",
      OBSERVATIONS: { air_temp_value_1: { value: 18.4, date_time: now },
        wind_speed_value_1: { value: 22, date_time: now },
        wind_direction_value_1: { value: 315, date_time: now } } }] }),
    "/lifts": () => ({ lifts: { open: 7, of: 9 }, snow: 14.25, night: "closed" }),
  };
}

export async function feedServer(cleanup) {
  const keyFile = join(await temporary(cleanup), "feeds.key");
  writeFileSync(keyFile, "Hu5hRoadKey\n", { mode: 0o600 });
  const says = documents();
  const server = createServer((request, response) => {
    const said = says[request.url.split("?")[0]]?.();
    response.statusCode = said === undefined ? 404 : 200;
    response.end(typeof said === "string" ? said : JSON.stringify(said));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanup.add(async () => {
    server.closeAllConnections();
    server.close();
  });
  const url = (path) => `http://127.0.0.1:${server.address().port}${path}`;
  return {
    says,
    /** Turns all feeds on, in the first group of a configuration. */
    turnOn(config) {
      const [group] = config.groups;
      const feed = (path, more) => ({ url: url(path), interval: "1s", ...more });
      group.roads = { routes: ["SR-210"] };
      config.feeds = {
        udot: feed("/udot", { key_file: keyFile, groups: [group.id] }),
        uac: feed("/uac"),
        alta: feed("/alta", { groups: [group.id] }),
        synoptic: feed("/synoptic", { key_file: keyFile }),
        json: [{ id: "resort", groups: [group.id], ...feed("/lifts"), chips: [
          { label: "Lifts", value: "/lifts/open", unit: "of 9",
            levels: [{ at_least: 5, level: "good" }, { level: "warn" }] },
          { label: "New snow", value: "/snow", unit: "in", decimals: 1, link: "https://snow.example/" },
          { label: "Night skiing", value: "/night",
            levels: [{ equals: "closed", level: "alert" }] }] }],
      };
      const stations = [{ weatherStationId: 7 }, { synopticStid: "CLN" }, { weatherStationId: 8 }];
      group.cameras.forEach((camera, i) => Object.assign(camera, stations[i % 4]));
    },
  };
}
