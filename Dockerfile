# Builds the gateway and puts it on a bare JRE. Nothing runs as root.
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN mvn -B -ntp -q -DskipTests -pl gateway -am package

FROM eclipse-temurin:25-jre
RUN groupadd --gid 10001 sharp-eyes \
 && useradd --uid 10001 --gid 10001 --home-dir /var/lib/sharp-eyes --shell /usr/sbin/nologin sharp-eyes \
 && install -d -o sharp-eyes -g sharp-eyes -m 0700 /var/lib/sharp-eyes
COPY --from=build /src/gateway/target/sharp-eyes-gateway.jar /opt/sharp-eyes/sharp-eyes-gateway.jar
USER 10001:10001
VOLUME /var/lib/sharp-eyes
EXPOSE 8080 1883
STOPSIGNAL SIGTERM
ENTRYPOINT ["java", "-XX:+ExitOnOutOfMemoryError", "-XX:MaxRAMPercentage=60", "-XX:MaxTenuringThreshold=2", "-XX:G1HeapRegionSize=8m", "-jar", "/opt/sharp-eyes/sharp-eyes-gateway.jar"]
CMD ["serve", "--config", "/etc/sharp-eyes/gateway.yaml", "--data", "/var/lib/sharp-eyes"]
