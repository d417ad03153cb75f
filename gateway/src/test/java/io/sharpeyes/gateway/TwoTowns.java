package io.sharpeyes.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Registry files of a county with two towns, {@code east} and {@code west}; in each two sites with
 * a button, a phone and a camera each, two units, and a person of every role. Who is named {@code
 * …-2} belongs to the second site or unit of the town. At the county there are {@code dispatcher},
 * {@code head} and so on. Every secret begins with {@link #PLANTED}, every PIN with {@link
 * #PLANTED_PIN}, so that a search finds whichever got out.
 */
final class TwoTowns {

  static final String PLANTED = "Zq7-planted-";
  static final String PLANTED_PIN = "73051926480";
  static final String EAST = "350701000000";
  static final List<String> ROLES =
      List.of("dispatcher", "patrol", "maintenance", "head", "admin", "site");

  private static final String COUNTY = "350700000000";
  private static final List<String> TOWNS = List.of("east", "west");

  private TwoTowns() {}

  /** What a person signs in with. */
  static String password(String user) {
    return PLANTED + "password-" + user;
  }

  /** What a device signs in with. */
  static String secret(String device) {
    return PLANTED + "secret-" + device;
  }

  /**
   * Writes the files.
   *
   * @param cameras the host and port of all cameras
   */
  static void write(Path folder, String cameras) throws IOException {
    Files.createDirectories(folder);
    List<String> districts = new ArrayList<>(List.of("code,name,parent", COUNTY + ",County,"));
    List<String> sites = new ArrayList<>();
    List<String> contacts = new ArrayList<>();
    List<String> devices = new ArrayList<>();
    List<String> cameraRows = new ArrayList<>();
    List<String> units = new ArrayList<>();
    List<String> people = new ArrayList<>();
    sites.add("id,name,kind,district,latitude,longitude,address,accessNotes");
    contacts.add("site,order,name,role,phone");
    devices.add("id,name,kind,site,secret,pin,duressPin");
    cameraRows.add("id,name,district,site,zone,latitude,longitude,url,user,password");
    units.add("id,name,kind,district,latitude,longitude,phone");
    people.add("user,name,role,district,password,unit,site");
    for (String role : ROLES) {
      people.add(person(role, role, COUNTY, "east-1"));
    }
    for (String town : TOWNS) {
      String district = town.equals("east") ? EAST : "350702000000";
      districts.add(district + "," + town + " Town," + COUNTY);
      for (int i = 1; i <= 2; i++) {
        String id = town + "-" + i;
        String at = (town.equals("east") ? 26 : 29) + "." + i + ",118";
        sites.add(
            id + ",School " + id + ",school," + district + "," + at + ",Road " + id + ",gate");
        contacts.add(id + ",1,Guard " + id + ",guard,0599");
        for (String kind : List.of("button", "phone", "speaker")) {
          String device = kind + "-" + id;
          devices.add(
              String.join(
                  ",",
                  device,
                  "Device " + device,
                  kind,
                  id,
                  secret(device),
                  PLANTED_PIN + "1",
                  PLANTED_PIN + "2"));
        }
        cameraRows.add(
            String.join(
                ",",
                "camera-" + id,
                "Camera " + id,
                district,
                id,
                "public",
                at,
                "rtsp://" + cameras + "/" + id,
                "viewer",
                PLANTED + "camera-" + id));
        units.add("unit-" + id + ",Unit " + id + ",car," + district + "," + at + ",1380599");
      }
      for (String role : ROLES) {
        people.add(person(role + "-" + town, role, district, town + "-1"));
      }
      people.add(person("patrol-" + town + "-2", "patrol", district, town + "-2"));
      people.add(person("site-" + town + "-2", "site", district, town + "-2"));
    }
    Files.write(folder.resolve("districts.csv"), districts);
    Files.write(folder.resolve("sites.csv"), sites);
    Files.write(folder.resolve("contacts.csv"), contacts);
    Files.write(folder.resolve("devices.csv"), devices);
    Files.write(folder.resolve("cameras.csv"), cameraRows);
    Files.write(folder.resolve("units.csv"), units);
    Files.write(folder.resolve("people.csv"), people);
  }

  private static String person(String user, String role, String district, String place) {
    return String.join(
        ",",
        user,
        "Person " + user,
        role,
        district,
        password(user),
        role.equals("patrol") ? "unit-" + place : "",
        role.equals("site") ? place : "");
  }
}
