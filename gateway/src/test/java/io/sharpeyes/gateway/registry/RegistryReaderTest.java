package io.sharpeyes.gateway.registry;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.DeviceId;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryReaderTest {

  private static final String DISTRICTS =
      """
      code,name,parent
      350428000000,将乐县,
      350428102000,高唐镇,350428000000
      """;
  private static final String SITES =
      """
      id,name,kind,district,latitude,longitude,address,accessNotes
      school-1,"高唐小学, 东门",school,350428102000,26.3921,118.0453,镇东路 1 号,"门卫 ""老王"" 有钥匙"
      """;

  private final RegistryReader reader = new RegistryReader(CoordinateSystem.WGS_84);

  private static RegistryFile file(String name, String text) {
    return new RegistryFile(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private RegistryReading read(RegistryFile... more) {
    List<RegistryFile> files =
        new ArrayList<>(List.of(file("districts.csv", DISTRICTS), file("sites.csv", SITES)));
    files.addAll(List.of(more));
    return reader.read(files, Registry.EMPTY, ImportMode.REPLACE);
  }

  private String problemsOf(String name, String text) {
    RegistryReading reading = read(file(name, text));
    assertThat(reading.registry().isPresent()).isEqualTo(reading.problems().isEmpty());
    return String.join("\n", reading.problems().stream().map(Object::toString).toList());
  }

  @Test
  void readsEveryColumn() {
    RegistryReading reading =
        read(
            file(
                "devices.csv",
                """
                secret,id,name,kind,site,language,pin,duressPin,latitude,longitude,feedback,uplink,power,reportEveryS,simExpires
                s3cret,button-1,门口按钮,button,school-1,zigbee2mqtt,1234,9999,26.3922,118.0454,lamp,router-1,mains-1,60,2027-06-30
                ,button-2,二号,button,school-1,,,,,,,,,,
                """),
            file(
                "cameras.csv",
                """
                id,name,district,site,zone,latitude,longitude,azimuthDeg,fieldOfViewDeg,rangeM,url,subUrl,user,password,prerecord,uplink,power
                camera-1,东门,350428102000,school-1,public,26.39,118.04,90,75.5,40,rtsp://10.0.0.1:554/a?x=1,rtsp://10.0.0.1/b,admin,pässword,true,router-1,mains-1
                """),
            file(
                "contacts.csv",
                """
                site,order,name,role,phone
                school-1,2,李四,neighbour,13900000000
                school-1,1,王五,gate guard,+86 138 0000 0000
                """),
            file(
                "checkpoints.csv",
                "id,name,district,latitude,longitude\ncp-1,桥头,350428102000,26.4,118.1\n"),
            file(
                "units.csv",
                """
                id,name,kind,district,latitude,longitude,phone
                unit-1,巡逻一队,motorcycle,350428102000,26.4,118.1,
                """),
            file(
                "people.csv",
                """
                user,name,role,district,password,unit,site
                patrol,张三,patrol,350428102000,demo,unit-1,
                site,校长,site,350428102000,demo,,school-1
                head,主任,head,350428000000,,,
                """));

    assertThat(reading.problems()).isEmpty();
    Registry registry = reading.registry().orElseThrow();
    assertThat(registry.site("school-1"))
        .contains(
            new Site(
                "school-1",
                "高唐小学, 东门",
                "school",
                "350428102000",
                new Position(26.3921, 118.0453),
                "镇东路 1 号",
                "门卫 \"老王\" 有钥匙"));
    assertThat(registry.device(new DeviceId("button-1")))
        .contains(
            new Device(
                new DeviceId("button-1"),
                "门口按钮",
                Device.Kind.BUTTON,
                "school-1",
                "zigbee2mqtt",
                new Position(26.3922, 118.0454),
                Device.FeedbackMode.LAMP,
                "router-1",
                "mains-1",
                Duration.ofSeconds(60),
                LocalDate.of(2027, 6, 30)));
    assertThat(registry.device(new DeviceId("button-2")))
        .contains(
            new Device(
                new DeviceId("button-2"),
                "二号",
                Device.Kind.BUTTON,
                "school-1",
                "native",
                null,
                Device.FeedbackMode.FULL,
                null,
                null,
                null,
                null));
    assertThat(registry.camera("camera-1"))
        .contains(
            new Camera(
                "camera-1",
                "东门",
                "350428102000",
                "school-1",
                Camera.Zone.PUBLIC,
                new Position(26.39, 118.04),
                90.0,
                75.5,
                40.0,
                "rtsp://10.0.0.1:554/a?x=1",
                "rtsp://10.0.0.1/b",
                "admin",
                true,
                "router-1",
                "mains-1"));
    assertThat(registry.contactsOf("school-1"))
        .extracting(Contact::name)
        .containsExactly("王五", "李四");
    assertThat(registry.checkpoints()).hasSize(1);
    assertThat(registry.unit("unit-1").orElseThrow().phone()).isEmpty();
    assertThat(registry.person("patrol").orElseThrow().unit()).isEqualTo("unit-1");
    assertThat(registry.person("site").orElseThrow().site()).isEqualTo("school-1");

    RegistrySecrets secrets = reading.secrets();
    assertThat(secrets.devices()).containsOnlyKeys(new DeviceId("button-1"));
    RegistrySecrets.DeviceSecrets button =
        requireNonNull(secrets.devices().get(new DeviceId("button-1")));
    assertThat(List.of(button.secret(), button.pin(), button.duressPin()))
        .extracting(Secret::reveal)
        .containsExactly("s3cret", "1234", "9999");
    assertThat(requireNonNull(secrets.cameraPasswords().get("camera-1")).reveal())
        .isEqualTo("pässword");
    assertThat(secrets.passwords()).containsOnlyKeys("patrol", "site");
    assertThat(reading.toString()).doesNotContain("s3cret", "pässword", "9999");
  }

  @Test
  void tellsAllProblemsAtOnceWithLineColumnAndMend() {
    String problems =
        problemsOf(
            "cameras.csv",
            """
            id,name,district,site,zone,latitude,longitude,azimuthDeg,url,prerecord,password,simExpires
            camera 1,东门,350428102000,school-1,public,26.39,118.04,90,rtsp://10.0.0.1/a,true,,
            """);
    assertThat(problems)
        .isEqualTo(
            "cameras.csv:1:simExpires: unknown column. The columns are id,name,district,site,zone,"
                + "latitude,longitude,azimuthDeg,fieldOfViewDeg,rangeM,url,subUrl,user,password,"
                + "prerecord,uplink,power.");

    problems =
        problemsOf(
            "cameras.csv",
            """
            id,name,district,site,zone,latitude,longitude,azimuthDeg,url,prerecord,password
            camera 1,,350428199999,school-9,pub,118.04,26.39,abc,http://10.0.0.1/a,maybe,x
            camera-2,"a
            b",350428102000,,interior,26.39,118.04,361,rtsp://admin:geheim@10.0.0.1/a,true,
            camera-2,c,350428102000,,,0,0,1e2,rtsp://10.0.0.1/a,,
            """);
    assertThat(problems.lines())
        .containsExactly(
            "cameras.csv:2:url: the address doesn't begin with rtsp:// or rtsps://. Write its"
                + " address, for instance rtsp://10.20.0.15:554/stream1.",
            "cameras.csv:2:id: \"camera 1\" has other characters than A-Z a-z 0-9 . _ : - or more"
                + " than 64. Write an identifier of A-Z a-z 0-9 . _ : -, at most 64 characters.",
            "cameras.csv:2:name: the cell is empty. Write what people call it.",
            "cameras.csv:2:zone: \"pub\" is none of public, interior. Write one of them.",
            "cameras.csv:2:latitude: \"118.04\" is over 90 degrees. Are latitude and"
                + " longitude swapped? Write degrees north, for instance 26.3921.",
            "cameras.csv:2:azimuthDeg: \"abc\" is not a number. Write degrees clockwise from north,"
                + " 0 to 360, or nothing.",
            "cameras.csv:2:prerecord: \"maybe\" is neither true nor false. Write true to keep the"
                + " seconds before a press, else false.",
            "cameras.csv:2:user: there is a password but no user. Write who signs in at the"
                + " camera.",
            "cameras.csv:3:url: the address has a user name or password in it. Take user and"
                + " password out of it, and write them into the columns user and password.",
            "cameras.csv:3:azimuthDeg: \"361\" is not between 0 and 360. Write degrees clockwise"
                + " from north, 0 to 360, or nothing.",
            "cameras.csv:3:prerecord: a camera inside a building never pre-records. Write false, or"
                + " correct the zone if it looks at public space.",
            "cameras.csv:5:latitude: 0, 0 lies in the Atlantic. Write where it is; don't write 0"
                + " for unknown.",
            "cameras.csv:5:azimuthDeg: \"1e2\" is not a number. Write degrees clockwise from north,"
                + " 0 to 360, or nothing.",
            "cameras.csv:5:id: \"camera-2\" stands in cameras.csv:3 already. Give it another one,"
                + " or delete one of the two lines.");
  }

  @Test
  void findsWhatPointsNowhere() {
    assertThat(
            problemsOf(
                "devices.csv",
                "id,name,kind,site\nbutton-1,x,button,school-2\nbutton-2,x,button,school-1\n"))
        .isEqualTo(
            "devices.csv:2:site: \"school-2\" is not among the sites. Correct it, or add it to"
                + " sites.csv.");
    assertThat(
            problemsOf(
                "people.csv",
                """
                user,name,role,district,unit,site
                a,x,patrol,350428102000,unit-7,
                b,x,patrol,350428102000,,
                c,x,head,350428109999,,school-1
                """))
        .contains(
            "people.csv:2:unit: \"unit-7\" is not among the units",
            "people.csv:3:unit: the cell is empty",
            "people.csv:4:site: this role has none",
            "people.csv:4:district: \"350428109999\" is not among the districts");
  }

  @Test
  void findsCirclesAmongDistricts() {
    RegistryReading reading =
        reader.read(
            List.of(
                file(
                    "districts.csv",
                    """
                    code,name,parent
                    100000000000,a,100000000001
                    100000000001,b,100000000002
                    100000000002,c,100000000001
                    100000000003,d,
                    """)),
            Registry.EMPTY,
            ImportMode.REPLACE);
    assertThat(reading.problems()).hasSize(3).allMatch(p -> p.message().contains("below itself"));
    assertThat(reading.problems()).extracting(RegistryProblem::line).containsExactly(2, 3, 4);
  }

  @Test
  void neverShowsASecretInAProblem() {
    String problems =
        problemsOf(
            "devices.csv",
            """
            id,name,kind,site,secret,pin,duressPin
            button-1,x,button,school-1,geh\u0001eim,12a4,
            button-2,x,button,school-1,,7788,7788
            """);
    assertThat(problems)
        .contains("devices.csv:2:secret", "devices.csv:2:pin", "devices.csv:3:duressPin")
        .doesNotContain("geh", "12a4", "7788");
  }

  @Test
  void understandsWhatExcelWrites() {
    byte[] gb18030 = SITES.getBytes(Charset.forName("GB18030"));
    byte[] marked = ("\uFEFF" + DISTRICTS).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    RegistryReading reading =
        reader.read(
            List.of(
                new RegistryFile("districts.csv", marked), new RegistryFile("sites.csv", gb18030)),
            Registry.EMPTY,
            ImportMode.REPLACE);
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.registry().orElseThrow().site("school-1").orElseThrow().name())
        .isEqualTo("高唐小学, 东门");

    byte[] utf16 = DISTRICTS.getBytes(StandardCharsets.UTF_16);
    reading =
        reader.read(
            List.of(new RegistryFile("districts.csv", utf16)), Registry.EMPTY, ImportMode.REPLACE);
    assertThat(reading.problems().get(0).message()).contains("neither UTF-8 nor GB18030");

    assertThat(problemsOf("units.csv", "id;name;kind\n")).contains("not parted by commas");
  }

  @Test
  void tellsBrokenQuotationMarksAndWrongCounts() {
    assertThat(problemsOf("units.csv", "")).contains("units.csv:1: there is no header row");
    assertThat(problemsOf("units.csv", "id,name\n"))
        .contains("units.csv:1:kind: the column is missing");
    String header = "id,name,kind,district,latitude,longitude\n";
    assertThat(problemsOf("units.csv", header + "\nu,x,car,350428102000,26.1,118,extra\n"))
        .contains("units.csv:3: the row has 7 cells, the header 6");
    assertThat(problemsOf("units.csv", header + "u,\"x\"y,car,350428102000,26.1,118\n"))
        .contains("units.csv:2: from here on quotation marks don't match");
    assertThat(problemsOf("units.csv", header + "\nu,\"x,car,350428102000,26.1,118\n"))
        .contains("units.csv:3: from here on quotation marks don't match");
    assertThat(problemsOf("camera.csv", header))
        .contains("camera.csv: no registry file has this name");
    assertThat(problemsOf("cameras.xlsx", header))
        .contains("cameras.xlsx: no registry file has this name");
  }

  @Test
  void readsGeoJson() {
    RegistryReading reading =
        read(
            file(
                "units.geojson",
                """
                {"type": "FeatureCollection", "name": "units", "crs": {"x": [1, {"y": 2}]},
                 "features": [
                  {"type": "Feature", "geometry": {"type": "Point", "coordinates": [118.1, 26.4, 210]},
                   "properties": {"id": "unit-1", "name": "=一队", "kind": "car",
                                  "district": 350428102000, "phone": null}}
                ]}
                """));
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.registry().orElseThrow().unit("unit-1"))
        .contains(
            new PatrolUnit(
                "unit-1",
                "=一队",
                PatrolUnit.Kind.CAR,
                "350428102000",
                new Position(26.4, 118.1),
                ""));

    assertThat(
            problemsOf(
                "units.geojson",
                """
                {"features": [
                  {"properties": {"id": "unit-1", "colour": 1, "name": {"a": 1}},
                   "geometry": {"type": "LineString", "coordinates": [[1, 2], [3, 4]]}}
                ]}
                """))
        .contains(
            "units.geojson:2:colour: unknown property",
            "units.geojson:2:name: the value is a list or object",
            "units.geojson:2:geometry: the geometry is no point",
            "units.geojson:2:kind: the cell is empty");
    assertThat(problemsOf("units.geojson", "[1]")).contains("no GeoJSON FeatureCollection");
    assertThat(problemsOf("units.geojson", "{\"features\": [\n{]}"))
        .contains("units.geojson:2: this is no valid JSON");
  }

  @Test
  void mergesOrReplaces() {
    Registry before = read().registry().orElseThrow();
    RegistryFile one =
        file(
            "sites.csv",
            "id,name,kind,district,latitude,longitude\nschool-2,二小,school,350428102000,26.1,118\n");

    Registry merged = reader.read(List.of(one), before, ImportMode.MERGE).registry().orElseThrow();
    assertThat(merged.sites()).extracting(Site::id).containsExactly("school-1", "school-2");
    assertThat(merged.districts()).hasSize(2);

    Registry replaced =
        reader.read(List.of(one), before, ImportMode.REPLACE).registry().orElseThrow();
    assertThat(replaced.sites()).extracting(Site::id).containsExactly("school-2");
    assertThat(replaced.districts()).hasSize(2);

    RegistryReading dangling =
        reader.read(
            List.of(file("districts.csv", "code,name,parent\n350428000000,将乐县,\n")),
            before,
            ImportMode.REPLACE);
    assertThat(dangling.problems())
        .extracting(Object::toString)
        .containsExactly(
            "registry, sites school-1:district: \"350428102000\" is not among the districts."
                + " Correct it, or add it to districts.csv.");
  }

  @Test
  void countsWhatItDoesNotKeep() {
    StringBuilder text = new StringBuilder("id,name,kind,district,latitude,longitude\n");
    for (int i = 0; i < 1_500; i++) {
      text.append("u").append(i).append(",x,lorry,350428102000,26.1,118\n");
    }
    RegistryReading reading = read(file("units.csv", text.toString()));
    assertThat(reading.problems()).hasSize(1_000);
    assertThat(reading.problemCount()).isEqualTo(1_500);
  }

  @Test
  void readsAFolderAndPassesOverOtherFiles(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("districts.csv"), DISTRICTS);
    Files.writeString(folder.resolve("sites.csv"), SITES);
    Files.writeString(folder.resolve("README.md"), "hello");
    assertThat(reader.readFolder(folder).registry().orElseThrow().sites()).hasSize(1);

    assertThat(reader.readFolder(folder.resolve("missing")).problems())
        .extracting(RegistryProblem::message)
        .contains("there is no such folder");
  }
}
